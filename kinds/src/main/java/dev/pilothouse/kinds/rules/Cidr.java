package dev.pilothouse.kinds.rules;

import java.util.Optional;

/// A range of IP addresses as text: an address and the number of bits that all of the range share.
public record Cidr(Ip ip, int bits) {

    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String digits = text.substring(slash + 1);
        Optional<Ip> ip = Ip.parse(text.substring(0, slash));
        if (ip.isEmpty() || digits.isEmpty() || digits.length() > 3) {
            return Optional.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        int bits = Integer.parseInt(digits);
        return bits <= ip.get().bytes().length * 8 ? Optional.of(new Cidr(ip.get(), bits)) : Optional.empty();
    }

    public boolean isV6() {
        return ip.isV6();
    }

    /// Whether every address of the other range is in this one.
    public boolean contains(Cidr other) {
        return other.bits >= bits && contains(other.ip);
    }

    /// Whether it contains the other range and more.
    public boolean isWiderThan(Cidr other) {
        return other.bits > bits && contains(other.ip);
    }

    public boolean contains(Ip other) {
        if (other.isV6() != isV6()) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((ip.bytes()[bit / 8] & mask) != (other.bytes()[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the address has no bits beyond the shared ones.
    public boolean isMasked() {
        for (int bit = bits; bit < ip.bytes().length * 8; bit++) {
            if ((ip.bytes()[bit / 8] & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The same range with the bits beyond the shared ones cleared.
    public Cidr masked() {
        byte[] bytes = ip.bytes().clone();
        for (int bit = bits; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Cidr(new Ip(bytes), bits);
    }

    @Override
    public String toString() {
        return ip + "/" + bits;
    }
}
