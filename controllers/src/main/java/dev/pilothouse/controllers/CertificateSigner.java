package dev.pilothouse.controllers;

import java.time.Duration;
import java.util.List;

/// The cluster's authority, as far as this module may use it.
@FunctionalInterface
public interface CertificateSigner {

    /// Makes a certificate for what a request asks for.
    ///
    /// @param subject the distinguished name, in DER
    /// @param key the public key with its algorithm, in DER
    /// @param names the alternative names in DER; empty for none
    /// @param usages what it is to be good for, in the API's words: `client auth`
    /// @return in PEM
    String sign(byte[] subject, byte[] key, byte[] names, List<String> usages, Duration life);
}
