package dev.kiln.kernel.channels;

import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.ConnectionFile;
import dev.kiln.kernel.wire.MalformedMessage;
import dev.kiln.kernel.wire.WireCodec;
import dev.kiln.kernel.wire.WireMessage;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The sockets of one connection. Messages arrive on the thread that owns the sockets, so whoever receives them must
/// be quick; messages to send go through the [Outbox].
public final class Channels implements AutoCloseable {
    private static final String WAKE = "inproc://wake";
    private static final byte[] SOMETHING = {1};

    /// Messages that may wait for one reader of iopub; whoever prints waits for the slowest.
    private static final int WAITING_FOR_READER = 64;

    /// How long all wait for a reader that takes nothing; then it misses messages until it reads again.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final int TRY_AGAIN_MILLIS = 2;

    private record Outgoing(Channel channel, List<byte[]> frames) {}

    private final ZContext context = new ZContext(1);
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();

    /// For iopub, in order; used by the thread that owns the sockets.
    private final Queue<Outgoing> unpublished = new ArrayDeque<>();

    /// For readers that have just subscribed, before all else that is published.
    private final Queue<Outgoing> welcomes = new ArrayDeque<>();

    private long lastPublished = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final WireCodec codec;
    private final Outbox outbox;
    private final BiConsumer<Channel, WireMessage> receiver;
    private final Consumer<String> log;
    private final FrameMemory memory;
    private final ZMQ.Socket heartbeat;
    private volatile boolean closing;
    private final ZMQ.Socket wakeReceiver;
    private final ZMQ.Socket wakeSender;

    /// Binds all sockets and starts to receive.
    ///
    /// @param receiver called for each message, on the thread that owns the sockets
    /// @param log      told about frames that are no message
    /// @throws org.zeromq.ZMQException where an address is taken
    public Channels(
            ConnectionFile connection,
            WireCodec codec,
            Outbox outbox,
            BiConsumer<Channel, WireMessage> receiver,
            Consumer<String> log) {
        this.codec = codec;
        this.outbox = outbox;
        this.receiver = receiver;
        this.log = log;
        context.setLinger(1000);
        context.setThreadFactor(this::thread);
        memory = new FrameMemory(log);
        bind(Channel.SHELL, SocketType.ROUTER, connection.endpoint(connection.shellPort()));
        bind(Channel.CONTROL, SocketType.ROUTER, connection.endpoint(connection.controlPort()));
        bind(Channel.STDIN, SocketType.ROUTER, connection.endpoint(connection.stdinPort()));
        bind(Channel.IOPUB, SocketType.XPUB, connection.endpoint(connection.iopubPort()));
        heartbeat = open(SocketType.ROUTER);
        heartbeat.bind(connection.endpoint(connection.heartbeatPort()));
        wakeReceiver = context.createSocket(SocketType.PAIR);
        wakeReceiver.bind(WAKE);
        wakeSender = context.createSocket(SocketType.PAIR);
        wakeSender.connect(WAKE);
        start("kiln-heartbeat", this::beat);
        start("kiln-sockets", this::serve);
        start("kiln-outbox", this::forward);
    }

    private Thread thread(Runnable loop, String name) {
        Thread thread = new Thread(FrameMemory.goingOn(loop, log), "kiln-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /// A socket that frames of any announced size cannot end.
    private ZMQ.Socket open(SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setMaxMsgSize(FrameMemory.largestFrame());
        socket.setMsgAllocator(memory);
        return socket;
    }

    private void bind(Channel channel, SocketType type, String endpoint) {
        ZMQ.Socket socket = open(type);
        socket.setRcvHWM(0);
        if (type == SocketType.ROUTER) {
            socket.setSndHWM(0);
            socket.setRouterHandover(true);
        } else {
            socket.setSndHWM(WAITING_FOR_READER);
            socket.setXpubNoDrop(true);
            socket.setXpubVerbose(true);
        }
        socket.bind(endpoint);
        sockets.put(channel, socket);
    }

    private static void start(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void beat() {
        try {
            while (true) {
                byte[] frame = heartbeat.recv();
                heartbeat.send(frame, heartbeat.hasReceiveMore() ? ZMQ.SNDMORE : 0);
            }
        } catch (RuntimeException closed) {
            if (!closing) {
                log.accept("The heartbeat ended: " + closed);
            }
        } finally {
            heartbeat.close();
        }
    }

    /// Encodes what waits and wakes the thread that owns the sockets; the only thread that does.
    private void forward() {
        try {
            while (true) {
                var letter = outbox.take();
                if (letter.isEmpty()) {
                    break;
                }
                try {
                    outgoing.add(
                            new Outgoing(
                                    letter.get().channel(),
                                    codec.encode(letter.get().message().get())));
                    wakeSender.send(SOMETHING);
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
                    if (letter.get().channel() == Channel.IOPUB) {
                        outbox.published();
                    }
                    log.accept("A message could not be written: " + broken);
                }
            }
        } catch (InterruptedException impossible) {
            log.accept("The outbox was interrupted.");
        } finally {
            outgoing.add(new Outgoing(Channel.IOPUB, List.of()));
            wakeSender.send(SOMETHING);
            wakeSender.close();
        }
    }

    private void serve() {
        Channel[] channels = Channel.values();
        try (ZMQ.Poller poller = context.createPoller(channels.length + 1)) {
            for (Channel channel : channels) {
                poller.register(sockets.get(channel), ZMQ.Poller.POLLIN);
            }
            poller.register(wakeReceiver, ZMQ.Poller.POLLIN);
            boolean open = true;
            while (open) {
                boolean waits = !unpublished.isEmpty() || !welcomes.isEmpty();
                poller.poll(waits ? TRY_AGAIN_MILLIS : -1);
                try {
                    for (int i = 0; i < channels.length; i++) {
                        if (poller.pollin(i)) {
                            receive(channels[i]);
                        }
                    }
                    while (wakeReceiver.recv(ZMQ.DONTWAIT) != null) {
                        open &= take(outgoing.remove());
                    }
                    publishWhatWaits();
                } catch (Exception | StackOverflowError | OutOfMemoryError fault) {
                    log.accept("A message was lost: " + fault);
                }
            }
        } finally {
            sockets.values().forEach(ZMQ.Socket::close);
            wakeReceiver.close();
            ended.countDown();
        }
    }

    /// @return false where the message is the end of all
    private boolean take(Outgoing message) {
        if (message.frames().isEmpty()) {
            return false;
        }
        if (message.channel() == Channel.IOPUB) {
            if (unpublished.isEmpty()) {
                lastPublished = System.nanoTime();
            }
            unpublished.add(message);
        } else {
            send(message);
        }
        return true;
    }

    /// Publishes as long as every reader has room. Requests are received meanwhile: an interrupt must not wait for a
    /// reader that does not read.
    private void publishWhatWaits() {
        ZMQ.Socket iopub = sockets.get(Channel.IOPUB);
        while (true) {
            // Who has subscribed by now is welcomed first: it may see the next message.
            for (byte[] frame = iopub.recv(ZMQ.DONTWAIT);
                    frame != null;
                    frame = iopub.recv(ZMQ.DONTWAIT)) {
                welcome(frame);
            }
            while (!welcomes.isEmpty() && send(welcomes.element())) {
                welcomes.remove();
            }
            if (unpublished.isEmpty()) {
                return;
            }
            boolean sent = send(unpublished.element());
            if (!sent && System.nanoTime() - lastPublished > PATIENCE_NANOS) {
                iopub.setXpubNoDrop(false);
                sent = send(unpublished.element());
                iopub.setXpubNoDrop(true);
                log.accept("A reader of the output takes nothing and misses messages.");
            }
            if (!sent) {
                return;
            }
            unpublished.remove();
            outbox.published();
            lastPublished = System.nanoTime();
        }
    }

    /// @return false, with nothing sent, where a reader has no room
    private boolean send(Outgoing message) {
        ZMQ.Socket socket = sockets.get(message.channel());
        int last = message.frames().size() - 1;
        for (int i = 0; i <= last; i++) {
            int flags = (i < last ? ZMQ.SNDMORE : 0) | (i == 0 ? ZMQ.DONTWAIT : 0);
            if (!socket.send(message.frames().get(i), flags)) {
                return false;
            }
        }
        return true;
    }

    private void receive(Channel channel) {
        ZMQ.Socket socket = sockets.get(channel);
        List<byte[]> frames = new ArrayList<>();
        do {
            frames.add(socket.recv());
        } while (socket.hasReceiveMore());
        if (channel == Channel.IOPUB) {
            welcome(frames.getFirst());
            return;
        }
        try {
            receiver.accept(channel, codec.decode(frames));
        } catch (MalformedMessage malformed) {
            log.accept(malformed.getMessage());
        }
    }

    /// Tells a new reader that its subscription is in force (JEP 65).
    private void welcome(byte[] subscription) {
        if (subscription.length == 0 || subscription[0] != 1) {
            return;
        }
        byte[] topic = new byte[subscription.length - 1];
        System.arraycopy(subscription, 1, topic, 0, topic.length);
        JsonObject content = new JsonObject();
        content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
        welcomes.add(
                new Outgoing(
                        Channel.IOPUB,
                        codec.encode(
                                new WireMessage(
                                        List.of(topic),
                                        codec.header("iopub_welcome"),
                                        new JsonObject(),
                                        new JsonObject(),
                                        content,
                                        List.of()))));
    }

    /// Sends what waits and closes the sockets; waits at most half a second for the first, and for the second until
    /// the system has taken all. The threads of the sockets have ended then: a JVM that is to exit waits a third of a
    /// second for threads that wait in the system.
    @Override
    public void close() {
        closing = true;
        outbox.close();
        try {
            if (ended.await(500, TimeUnit.MILLISECONDS)) {
                context.getContext().term();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
