package dev.pilothouse.apiserver.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What is refused before it becomes a request, such as a header that is no header: a line of plain text, as from Go's server.
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // To Go's server the first line is a part of the header.
        int status = response.getStatus() == HttpStatus.URI_TOO_LONG_414
                ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431
                : response.getStatus();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close"); // nobody knows where the next request would begin
        }
        String text = status + " " + HttpStatus.getMessage(status);
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
