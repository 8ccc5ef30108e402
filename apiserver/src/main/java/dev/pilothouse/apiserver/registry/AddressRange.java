package dev.pilothouse.apiserver.registry;

import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Ip;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A range that Services get addresses from. Its first address means the range itself, and IPv4's last everybody in it: nobody
/// is given those.
record AddressRange(Cidr cidr) {
    private static final int ATTEMPTS = 256;
    private static final int LEAST_CHOSEN = 16;
    private static final int MOST_CHOSEN = 256;

    /// So many addresses are looked at one by one once chance finds none: no cluster has as many Services.
    private static final int MOST_LOOKS = 1 << 20;

    /// @param text an address and a mask
    static AddressRange of(String text) {
        return new AddressRange(Cidr.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(text + " is no range of addresses"))
                .masked());
    }

    /// `IPv4` or `IPv6`.
    String family() {
        return cidr.isV6() ? "IPv6" : "IPv4";
    }

    private BigInteger base() {
        return new BigInteger(1, cidr.ip().bytes());
    }

    /// How many addresses there are to give.
    double count() {
        return last().doubleValue();
    }

    private BigInteger size() {
        return BigInteger.ONE.shiftLeft(cidr.ip().bytes().length * 8 - cidr.bits());
    }

    /// How many addresses there are to give, from 1 on.
    private BigInteger last() {
        return size().subtract(cidr.isV6() ? BigInteger.ONE : BigInteger.TWO);
    }

    /// The address at this place; 0 is the range's own.
    String at(BigInteger place) {
        byte[] number = base().add(place).toByteArray();
        byte[] bytes = new byte[cidr.ip().bytes().length];
        int length = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
        return new Ip(bytes).toString();
    }

    /// Whether the address can be given.
    boolean contains(String address) {
        return Ip.parse(address)
                .filter(cidr::contains)
                .map(ip -> new BigInteger(1, ip.bytes()).subtract(base()))
                .filter(place -> place.signum() > 0 && place.compareTo(last()) <= 0)
                .isPresent();
    }

    /// An address that isn't taken. The upper part of the range is for those who don't choose; the lower is left for those who do.
    Optional<String> free(RandomGenerator random, Predicate<String> taken) {
        BigInteger chosen = size().shiftRight(4)
                .max(BigInteger.valueOf(LEAST_CHOSEN))
                .min(BigInteger.valueOf(MOST_CHOSEN));
        long upper = last().subtract(chosen)
                .add(BigInteger.ONE)
                .max(BigInteger.ONE)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
        for (int i = 0; i < ATTEMPTS; i++) {
            String address = at(chosen.add(BigInteger.valueOf(random.nextLong(upper))));
            if (contains(address) && !taken.test(address)) {
                return Optional.of(address);
            }
        }
        long looks = last().min(BigInteger.valueOf(MOST_LOOKS)).longValueExact();
        for (long place = 1; place <= looks; place++) {
            String address = at(BigInteger.valueOf(place));
            if (!taken.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return cidr.toString();
    }
}
