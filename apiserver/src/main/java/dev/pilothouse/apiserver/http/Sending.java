package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.protobuf.WrittenList;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.Length;
import dev.pilothouse.api.tree.Pieces;
import dev.pilothouse.api.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sends one whole answer.
///
/// A value is written while it is sent and is never bytes as a whole: however many clients take a long list at a time, each
/// holds the objects that all share and one buffer.
///
/// @param patience how long one piece may wait for the client
/// @param turns taken by who writes in pieces
record Sending(Response response, Duration patience, Turns turns) {
    private static final byte LINE_END = '\n';
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// Returns when the connection has taken all.
    ///
    /// @throws Writing.ClientLeft when it doesn't
    void send(HttpResponse.Whole whole, Headers asked) throws IOException {
        long bytes = whole.payload().size();
        if (Compression.suits(whole, bytes, asked)) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            response.getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
            turns.begin();
            try (OutputStream packing = Compression.packing(new Content(this))) {
                write(whole.payload(), packing);
            } finally {
                turns.end();
            }
            return;
        }
        if (whole.status() != HttpStatus.NOT_MODIFIED_304) { // where a length would be that of what isn't sent
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
        }
        switch (whole.payload()) {
            case HttpResponse.Payload.Bytes(byte[] all) -> last(ByteBuffer.wrap(all));
            case HttpResponse.Payload.Value(Tree tree, Length length) when bytes <= Pieces.BYTES ->
                last(line(Json.bytes(tree, length)));
            case HttpResponse.Payload.Value value -> stream(value);
            case HttpResponse.Payload.Listed listed -> stream(listed);
        }
    }

    /// In one piece with its end: a second write would be a frame of its own.
    private static ByteBuffer line(Json.Bytes value) {
        byte[] line = Arrays.copyOfRange(value.array(), value.offset(), value.offset() + value.length() + 1);
        line[value.length()] = LINE_END;
        return ByteBuffer.wrap(line);
    }

    private void stream(HttpResponse.Payload payload) throws IOException {
        turns.begin();
        try (OutputStream content = new Content(this)) {
            write(payload, content);
        } finally {
            turns.end();
        }
    }

    private static void write(HttpResponse.Payload payload, OutputStream out) throws IOException {
        switch (payload) {
            case HttpResponse.Payload.Bytes(byte[] all) -> out.write(all);
            case HttpResponse.Payload.Value(Tree tree, _) -> {
                Pieces.write(tree, out::write);
                out.write(LINE_END);
            }
            case HttpResponse.Payload.Listed(WrittenList list) -> list.write(out::write);
        }
    }

    private void last(ByteBuffer content) throws Writing.ClientLeft {
        Writing.all(response, true, content, patience);
    }

    /// The answer's content as a stream; closing it ends the answer. A client that left hears nothing more, its end included.
    private static final class Content extends OutputStream {
        /// Pieces to a turn; each takes some hundred microseconds.
        private static final int PIECES = 8;

        private final Sending sending;
        private int pieces;
        private boolean left;

        Content(Sending sending) {
            this.sending = sending;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(false, ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public void close() throws IOException {
            if (!left) {
                send(true, NOTHING.duplicate());
            }
        }

        private void send(boolean last, ByteBuffer content) throws Writing.ClientLeft {
            try {
                Callback.Completable written = new Callback.Completable();
                sending.response.write(last, content, written);
                if (written.isDone() && ++pieces < PIECES) {
                    Writing.await(written, sending.patience);
                } else {
                    pieces = 0;
                    awaitTurn(written);
                }
            } catch (Writing.ClientLeft gone) {
                left = true;
                throw gone;
            }
        }

        private void awaitTurn(Callback.Completable written) throws Writing.ClientLeft {
            sending.turns.end();
            try {
                Writing.await(written, sending.patience);
            } finally {
                sending.turns.begin();
            }
        }
    }
}
