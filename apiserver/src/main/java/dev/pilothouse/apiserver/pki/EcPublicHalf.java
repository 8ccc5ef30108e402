package dev.pilothouse.apiserver.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// The public half of a private key on an elliptic curve: the curve's generator, added to itself as often as the key says (SEC 1,
/// 2.2.1). The JDK makes both halves together and has no way from the one to the other.
///
/// Its time depends on the key. It is used once, on a file that was just read, with nobody there to measure.
final class EcPublicHalf {
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final BigInteger prime;
    private final BigInteger a;

    private EcPublicHalf(ECParameterSpec curve) {
        this.prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        this.a = curve.getCurve().getA();
    }

    static PublicKey of(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        ECPoint point = new EcPublicHalf(curve).times(curve.getGenerator(), key.getS());
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    private ECPoint times(ECPoint point, BigInteger factor) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = plus(sum, sum);
            if (factor.testBit(bit)) {
                sum = plus(sum, point);
            }
        }
        return sum;
    }

    private ECPoint plus(ECPoint p, ECPoint q) {
        if (p.equals(ECPoint.POINT_INFINITY)) {
            return q;
        }
        if (q.equals(ECPoint.POINT_INFINITY)) {
            return p;
        }
        boolean same = p.getAffineX().equals(q.getAffineX());
        if (same && !p.getAffineY().equals(q.getAffineY())) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger rise = same
                ? THREE.multiply(p.getAffineX().pow(2)).add(a)
                : q.getAffineY().subtract(p.getAffineY());
        BigInteger run = same ? p.getAffineY().shiftLeft(1) : q.getAffineX().subtract(p.getAffineX());
        BigInteger slope = rise.multiply(run.modInverse(prime)).mod(prime);
        BigInteger x = slope.pow(2).subtract(p.getAffineX()).subtract(q.getAffineX()).mod(prime);
        BigInteger y = slope.multiply(p.getAffineX().subtract(x)).subtract(p.getAffineY()).mod(prime);
        return new ECPoint(x, y);
    }
}
