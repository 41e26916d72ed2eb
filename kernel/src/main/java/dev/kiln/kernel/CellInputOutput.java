package dev.kiln.kernel;

import dev.kiln.kernel.output.Publisher;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;

import java.nio.charset.StandardCharsets;

/// The streams and displays that extensions use: always open, also after a cell has ended.
final class CellInputOutput extends JupyterIO {
    CellInputOutput(Publisher publisher) {
        super(StandardCharsets.UTF_8);
        setEnv(new Environment(publisher));
        setJupyterInEnabled(true);
    }

    private static final class Environment extends ShellReplyEnvironment {
        private final Publisher publisher;

        Environment(Publisher publisher) {
            super(null, null, null, null);
            this.publisher = publisher;
        }

        @Override
        public <T extends ContentType<T>> void publish(T content) {
            publisher.publish(content.getType().getName(), JJavaJson.content(content));
        }

        @Override
        public void publish(Message<?> message) {
            publisher.publish(
                    message.getHeader().getType().getName(),
                    JJavaJson.content(message.getContent()));
        }

        @Override
        public void writeToStdOut(String text) {
            System.out.print(text);
        }

        @Override
        public void writeToStdErr(String text) {
            System.err.print(text);
        }

        @Override
        public String readFromStdIn(String prompt, boolean hidden) {
            try {
                return publisher.questions().ask(prompt, hidden);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return "";
            }
        }
    }
}
