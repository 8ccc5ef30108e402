/// Now? Says in which flow a request comes, and keeps more of them from being worked on at a time than the server can hold.
/// Knows who asks and what for; knows nothing of what they may do. Start reading at [Flow].
package dev.pilothouse.apiserver.flow;
