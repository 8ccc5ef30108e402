package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.admissionregistration.ClientRules;
import dev.pilothouse.kinds.rules.Place;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for how objects get from one version to another.
final class ConversionRules {
    private static final List<String> STRATEGIES = List.of("None", "Webhook");

    /// Versions of `ConversionReview` that the server speaks.
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");

    private ConversionRules() {}

    /// @param conversion in the form of [InternalSpec]
    static void check(Place conversion, Requirements required) {
        if (conversion.isAbsent()) {
            return;
        }
        Place strategy = conversion.at("strategy");
        if (strategy.isEmpty()) {
            strategy.required("");
        } else if (!STRATEGIES.contains(strategy.text())) {
            strategy.notSupported(STRATEGIES);
        }
        Place client = conversion.at("webhookClientConfig");
        Place reviews = conversion.at("conversionReviewVersions");
        if (strategy.is("Webhook")) {
            client(client, required);
            reviews(reviews, required);
            return;
        }
        if (client.isPresent()) {
            client.forbidden("should not be set when strategy is not set to Webhook");
        }
        if (!reviews.isEmpty()) {
            reviews.forbidden("should not be set when strategy is not set to Webhook");
        }
    }

    private static void client(Place client, Requirements required) {
        if (client.isAbsent()) {
            client.required("required when strategy is set to Webhook");
            return;
        }
        ClientRules.check(client);
        Place bundle = client.at("caBundle");
        if (!bundle.isEmpty() && required.validCaBundle() && !isBundle(bundle.text())) {
            bundle.invalid("data does not contain any valid RSA or ECDSA certificates");
        }
    }

    private static boolean isBundle(String base64) {
        try {
            byte[] pem = Base64.getDecoder().decode(base64);
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty();
        } catch (CertificateException | IllegalArgumentException e) {
            return false;
        }
    }

    static boolean hasValidBundle(ObjectTree definition) {
        String bundle = definition
                .at("spec", "conversion", "webhook", "clientConfig", "caBundle")
                .asText();
        return bundle.isEmpty() || isBundle(bundle);
    }

    static boolean hasKnownReview(ObjectTree definition) {
        List<String> reviews = definition
                .at("spec", "conversion", "webhook", "conversionReviewVersions")
                .asList()
                .texts();
        return reviews.isEmpty() || reviews.stream().anyMatch(REVIEWS::contains);
    }

    private static void reviews(Place reviews, Requirements required) {
        if (reviews.isEmpty()) {
            reviews.required("");
            return;
        }
        Set<String> seen = new HashSet<>();
        reviews.each(review -> {
            if (!seen.add(review.text())) {
                review.invalid("duplicate version");
            } else {
                review.invalidEach(NameRules.dns1035Label(review.text()));
            }
        });
        if (required.knownReview() && seen.stream().noneMatch(REVIEWS::contains)) {
            reviews.invalid("must include at least one of " + String.join(", ", REVIEWS));
        }
    }
}
