package dev.kiln.magics.notebook;

/// Something slow that can be done before it is needed: a kernel runs it in the background once it is ready.
///
/// Found as a service: name the class in `META-INF/services/dev.kiln.magics.notebook.Warmup`.
public interface Warmup extends Runnable {}
