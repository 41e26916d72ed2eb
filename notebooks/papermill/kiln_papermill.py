"""Teaches papermill to write parameters for the kernel kiln.

papermill loads the engines that packages offer and has no such place for translators; so this offers its usual engine under
the name kiln, and registers the translator when it is loaded. Parameters become a line `%parameters {...}`, with which the
kernel sets variables in the types that the notebook declared.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

DECLARATION = re.compile(r"^\s*(?:final\s+)?([\w.<>\[\], ?]+?)\s+([^\W\d]\w*)\s*=\s*(.*?)\s*;\s*(?://\s*(.*?)\s*)?$")


class KilnTranslator(Translator):
    @classmethod
    def comment(cls, text):
        return f"// {text}".rstrip()

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        for name, value in parameters.items():
            if isinstance(value, float) and not math.isfinite(value):
                raise PapermillException(f"The parameter {name} is {value}, which JSON cannot hold.")
        text = json.dumps(parameters, default=str)
        return f"{cls.comment(comment)}\n%parameters {text}\n"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(name=name, inferred_type_name=kind, default=value, help=text or "")
            for kind, name, value, text in (match.groups() for match in found if match)
        ]


class KilnEngine(NBClientEngine):
    """papermill's own engine."""


papermill_translators.register("kiln", KilnTranslator)
