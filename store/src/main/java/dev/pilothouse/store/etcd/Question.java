package dev.pilothouse.store.etcd;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// One request to one member. The connection's thread notes what comes and wakes who waits, once; [Waiting] wakes them to look whether
/// the answer may still come, and whether it is late.
final class Question implements StreamObserver<byte[]> {
    /// How long an answer may take before somebody looks, and between two looks. Usual answers take a few milliseconds.
    static final Duration LOOK = Duration.ofMillis(100);

    private final Thread asker = Thread.currentThread();
    private final long patience;
    private final long asked = System.nanoTime();
    private volatile long looked = asked;
    private volatile boolean isToLook;

    private Optional<byte[]> answer = Optional.empty();
    private Optional<StatusRuntimeException> failure = Optional.empty();
    /// Written last.
    private volatile boolean ended;

    private Question(long patience) {
        this.patience = patience;
    }

    /// @param from whoever is at the other end of the connection that it came on
    record Answer(byte[] message, Acquaintance from) {}

    /// @param patience nanoseconds, at least 1; less than [#LOOK] may become as much
    /// @throws StatusRuntimeException if no answer came, or a refusal
    static Answer ask(
            Members.Member member,
            MethodDescriptor<byte[], byte[]> method,
            byte[] request,
            long patience,
            Doubt doubt,
            Waiting waiting) {
        Question question = new Question(patience);
        CallOptions options = Calls.CHANGES.contains(method)
                ? CallOptions.DEFAULT.withCallCredentials(Acquaintance.REQUIRED)
                : CallOptions.DEFAULT;
        ClientCall<byte[], byte[]> call = member.channel().newCall(method, options);
        Status why;
        waiting.add(question);
        try {
            ClientCalls.asyncUnaryCall(call, request, question);
            why = question.await(doubt);
        } finally {
            waiting.remove(question);
        }
        if (!question.ended) {
            StatusRuntimeException givenUp = why.asRuntimeException();
            call.cancel(why.getDescription(), givenUp);
            throw givenUp;
        }
        if (question.failure.isPresent()) {
            throw question.failure.get();
        }
        byte[] message =
                question.answer.orElseThrow(Status.INTERNAL.withDescription("an answer without content")::asRuntimeException);
        return new Answer(message, Acquaintance.of(call.getAttributes()));
    }

    /// Waits until the answer is there, or isn't worth waiting for.
    private Status await(Doubt doubt) {
        while (!ended) {
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                return Status.CANCELLED.withDescription("interrupted");
            }
            if (isToLook && !ended) {
                Optional<Status> hopeless = isLate(System.nanoTime()) ? Optional.of(late()) : doubt.look();
                if (hopeless.isPresent() && !ended) {
                    return hopeless.get();
                }
                looked = System.nanoTime();
                isToLook = false;
            }
        }
        return Status.OK;
    }

    private boolean isLate(long now) {
        return now - asked >= patience;
    }

    private Status late() {
        return Status.DEADLINE_EXCEEDED.withDescription(String.format(Locale.ROOT, "no answer came within %.1f s", patience / 1e9));
    }

    /// Wakes who waits, if it is time to look.
    ///
    /// @param now nanoseconds
    /// @return nanoseconds until it is time again, more than 0
    long wake(long now) {
        if (isToLook) {
            return LOOK.toNanos();
        }
        long left = Math.min(LOOK.toNanos() - (now - looked), patience - (now - asked));
        if (left > 0) {
            return left;
        }
        isToLook = true;
        LockSupport.unpark(asker);
        return LOOK.toNanos();
    }

    private void end() {
        ended = true;
        LockSupport.unpark(asker);
    }

    @Override
    public void onNext(byte[] message) {
        answer = Optional.of(message);
    }

    @Override
    public void onError(Throwable t) {
        failure = Optional.of(Status.fromThrowable(t).asRuntimeException());
        end();
    }

    @Override
    public void onCompleted() {
        end();
    }
}
