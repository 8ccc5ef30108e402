package dev.pilothouse.apiserver.http;

import java.util.concurrent.Semaphore;

/// Long answers are written some pieces at a time in turn, as many as there are cores: so they leave the cores to short ones again and
/// again, however many there are. Who has a turn gives it away while the client doesn't take a piece at once.
final class Turns {
    private final Semaphore free;

    Turns(int cores) {
        free = new Semaphore(cores, true);
    }

    void begin() {
        free.acquireUninterruptibly();
    }

    void end() {
        free.release();
    }
}
