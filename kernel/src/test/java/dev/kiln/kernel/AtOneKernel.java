package dev.kiln.kernel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/// What all tests of a class ask is one kernel, in a process of its own, by one frontend.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AtOneKernel {
    RunningKernel kernel;
    Frontend frontend;

    @BeforeAll
    void startKernel() throws IOException {
        kernel = RunningKernel.start();
        frontend = kernel.connect();
    }

    @AfterAll
    void endKernel() {
        frontend.close();
        kernel.close();
    }

    /// Readies a small model of the irises to be fitted.
    void compileModel() {
        frontend.run("%data iris");
        frontend.run("%%model net\ndense 8 relu\ndense 3 softmax");
        frontend.run("%compile adam sparse_categorical_crossentropy accuracy");
    }
}
