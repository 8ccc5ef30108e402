package dev.pilothouse.apiserver;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Representation;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.subresource.VirtualResources.VirtualResource;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.InstantSource;

/// A virtual resource whose answers, whole objects in JSON, reach the client in the form that it asks for. A client that takes no
/// form of them is refused before anything is done.
///
/// @param columns of the answers, looked at if they have a table
record Shaped(VirtualResource resource, Negotiation.Found found, Table columns, InstantSource clock)
        implements VirtualResource {

    static Shaped untabled(VirtualResource resource, InstantSource clock) {
        return new Shaped(resource, Negotiation.Found.UNTABLED, Columns.NAME_AND_CREATION, clock);
    }

    static Shaped tabled(VirtualResource resource, Table columns, InstantSource clock) {
        return new Shaped(resource, Negotiation.Found.OBJECTS, columns, clock);
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        boolean custom = !Resources.isBuiltIn(info.groupVersion().resource(info.resource()));
        Form form = Negotiation.choose(permitted.request(), custom ? Negotiation.Found.CUSTOM_OBJECTS : found);
        Representation.IncludeObject include =
                Representation.include(form, permitted.request().query().text("includeObject"));
        HttpResponse answer = resource.answer(permitted);
        return answer instanceof HttpResponse.Whole whole
                        && whole.payload() instanceof HttpResponse.Payload.Value(ObjectTree object, _)
                ? Answers.object(
                        whole.status(),
                        Representation.unstored(object, form, columns, include, clock.instant()),
                        form)
                : answer;
    }
}
