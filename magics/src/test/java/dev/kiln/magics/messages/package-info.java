/// Every message that the magics answer with, provoked, compared word for word and cured by the line that it names.
@NullMarked
package dev.kiln.magics.messages;

import org.jspecify.annotations.NullMarked;
