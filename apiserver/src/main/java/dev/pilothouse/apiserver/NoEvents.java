package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.http.ForwardingFrames;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.time.Duration;

/// A watch whose events can't be told in the shape that was asked for: it ends where the first would be. Errors have their own
/// shape.
record NoEvents(HttpResponse.Frames frames) implements ForwardingFrames {
    @Override
    public HttpResponse.Next next(Duration timeout) throws InterruptedException {
        HttpResponse.Next next = frames.next(timeout);
        return next instanceof HttpResponse.Next.Event(HttpResponse.Frame frame) && !frame.type().equals("ERROR")
                ? new HttpResponse.Next.End()
                : next;
    }
}
