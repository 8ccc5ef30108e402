package dev.pilothouse.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategicMergePatchTest {
    private static final TypeSchema POD = Schemas.builtIn().type("io.k8s.api.core.v1.Pod");
    private static final TypeSchema DEPLOYMENT = Schemas.builtIn().type("io.k8s.api.apps.v1.Deployment");
    private static final String BASE = "{'metadata':{'labels':{'a':'b'},'finalizers':['x','y']},'spec':{'containers':["
            + "{'args':['1'],'env':[{'name':'A','value':'1'},{'name':'B','value':'2'}],'image':'i','name':'c1'},"
            + "{'image':'j','name':'c2'}],'volumes':[{'emptyDir':{},'name':'v'}]}}";

    private static String patched(TypeSchema schema, String document, String patch) throws MalformedJson {
        StrategicMergePatch parsed = StrategicMergePatch.parse(json(patch).getBytes(StandardCharsets.UTF_8));
        return Json.text(parsed.apply(Json.parse(json(document)).asObject(), schema)).replace('"', '\'');
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'containers':[{'name':'c2','image':'k'}]}"
                        + " | [{'args':['1'],'env':[{'name':'A','value':'1'},{'name':'B','value':'2'}],'image':'i','name':'c1'},{'image':'k','name':'c2'}]",
                "{'containers':[{'name':'c3'}]}"
                        + " | [{'name':'c3'},{'args':['1'],'env':[{'name':'A','value':'1'},{'name':'B','value':'2'}],'image':'i','name':'c1'},{'image':'j','name':'c2'}]",
                "{'containers':[{'name':'c1','$patch':'delete'}]} | [{'image':'j','name':'c2'}]",
                "{'containers':[{'$patch':'replace'},{'name':'z'}]} | [{'name':'z'}]",
                "{'containers':[{'name':'c1','$patch':'replace'}]} | []",
                "{'containers':[{'name':'c1','args':['2'],'env':[{'name':'A','value':'9'},{'name':'C'}]},{'name':'c2','$patch':'delete'}]}"
                        + " | [{'args':['2'],'env':[{'name':'A','value':'9'},{'name':'C'},{'name':'B','value':'2'}],'image':'i','name':'c1'}]",
                "{'$setElementOrder/containers':[{'name':'c2'},{'name':'c1'}],'containers':[{'name':'c1','env':null,'args':null}]}"
                        + " | [{'image':'j','name':'c2'},{'image':'i','name':'c1'}]",
                "{'containers':[{'name':'c1','$retainKeys':['name','image'],'image':'q'},{'name':'c2','$patch':'delete'}]} | [{'image':'q','name':'c1'}]",
            })
    void mergesListsByKey(String spec, String containers) throws MalformedJson {
        String result = patched(POD, BASE, "{'spec':" + spec + "}");
        assertThat(Json.text(Json.parse(json(result)).at("spec", "containers")).replace('"', '\''))
                .isEqualTo(containers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'labels':{'a':null}} | {'finalizers':['x','y'],'labels':{}}",
                "{'labels':{'$patch':'replace','c':'d'}} | {'finalizers':['x','y'],'labels':{'c':'d'}}",
                "{'labels':{'$patch':'delete'}} | {'finalizers':['x','y'],'labels':{}}",
                "{'finalizers':['z','x']} | {'finalizers':['z','x','y'],'labels':{'a':'b'}}",
                "{'$deleteFromPrimitiveList/finalizers':['x']} | {'finalizers':['y'],'labels':{'a':'b'}}",
                "{'$setElementOrder/finalizers':['y','x'],'finalizers':['y']} | {'finalizers':['y','x'],'labels':{'a':'b'}}",
                "{'annotations':{'k':null,'l':'m'}} | {'annotations':{'l':'m'},'finalizers':['x','y'],'labels':{'a':'b'}}",
            })
    void mergesMapsAndSets(String metadata, String result) throws MalformedJson {
        String patched = patched(POD, BASE, "{'metadata':" + metadata + "}");
        assertThat(Json.text(Json.parse(json(patched)).at("metadata")).replace('"', '\''))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'spec':{'containers':[{'image':'x'}]}} | 500 | map: map[image:x] does not contain declared merge key: name",
                "{'metadata':{'labels':{'$patch':'nope','n':'m'}}} | 500 | unknown patch type: nope in map: map[$patch:nope n:m]",
                "{'spec':{'volumes':[{'name':'v','$retainKeys':['name'],'hostPath':{}}]}} | 400 | invalid patch format of retainKeys",
            })
    void refusesWhatItCannotMerge(String patch, int code, String message) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> patched(POD, BASE, patch))
                .matches(e -> e.code() == code)
                .withMessage(message);
    }

    @org.junit.jupiter.api.Test
    void retainsOnlyTheKeysThatAreNamed() throws MalformedJson {
        assertThat(patched(
                        DEPLOYMENT,
                        "{'spec':{'strategy':{'rollingUpdate':{'maxSurge':1},'type':'RollingUpdate'}}}",
                        "{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}"))
                .isEqualTo("{'spec':{'strategy':{'type':'Recreate'}}}");
    }

    @org.junit.jupiter.api.Test
    void refusesAnOrderThatDoesNotFitTheElements() {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> patched(
                        POD,
                        BASE,
                        "{'spec':{'containers':[{'name':'c9'}],'$setElementOrder/containers':[{'name':'c1'}]}}"))
                .withMessage("The order in patch list:\n[map[name:c9]]\n doesn't match $setElementOrder list:\n"
                        + "[map[name:c1]]\n");
    }
}
