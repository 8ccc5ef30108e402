package dev.pilothouse.store.etcd;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One request to one member. The thread that waits for the answer also works on it, and looks meanwhile whether it may still come.
final class Question implements StreamObserver<byte[]> {
    /// How long an answer may take before somebody looks, and between two looks. Usual answers take a few milliseconds.
    private static final Duration LOOK = Duration.ofMillis(150);

    /// What grpc has to do for this request: a few tasks in all.
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private Optional<byte[]> answer = Optional.empty();
    private Optional<StatusRuntimeException> failure = Optional.empty();
    private boolean ended;

    private Question() {}

    /// @param from whoever is at the other end of the connection that it came on
    record Answer(byte[] message, Acquaintance from) {}

    /// @param patience nanoseconds, at least 1
    /// @throws StatusRuntimeException if no answer came, or a refusal
    static Answer ask(
            Members.Member member,
            MethodDescriptor<byte[], byte[]> method,
            byte[] request,
            long patience,
            Doubt doubt) {
        Question question = new Question();
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(patience, TimeUnit.NANOSECONDS)
                .withExecutor(question.tasks::add);
        ClientCall<byte[], byte[]> call = member.channel()
                .newCall(
                        method,
                        Calls.CHANGES.contains(method) ? options.withCallCredentials(Acquaintance.REQUIRED) : options);
        ClientCalls.asyncUnaryCall(call, request, question);
        Status why = question.work(doubt);
        if (!question.ended) {
            call.cancel(why.getDescription(), null);
            throw why.asRuntimeException();
        }
        if (question.failure.isPresent()) {
            throw question.failure.get();
        }
        byte[] message =
                question.answer.orElseThrow(Status.INTERNAL.withDescription("an answer without content")::asRuntimeException);
        return new Answer(message, Acquaintance.of(call.getAttributes()));
    }

    /// Works until the answer is there, or isn't worth waiting for.
    private Status work(Doubt doubt) {
        try {
            while (!ended) {
                Runnable task = tasks.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                    continue;
                }
                Optional<Status> hopeless = doubt.look();
                if (hopeless.isPresent() && tasks.isEmpty()) {
                    return hopeless.get();
                }
            }
            return Status.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Status.CANCELLED.withDescription("interrupted");
        }
    }

    @Override
    public void onNext(byte[] message) {
        answer = Optional.of(message);
    }

    @Override
    public void onError(Throwable t) {
        failure = Optional.of(Status.fromThrowable(t).asRuntimeException());
        ended = true;
    }

    @Override
    public void onCompleted() {
        ended = true;
    }
}
