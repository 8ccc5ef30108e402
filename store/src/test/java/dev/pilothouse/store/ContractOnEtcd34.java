package dev.pilothouse.store;

/// The same on the etcd of Debian 12 and Ubuntu 24.04, where the machine has packages of one: its progress notifications aren't to
/// be trusted.
final class ContractOnEtcd34 extends ContractOnEtcd.OnEtcd {
    @Override
    String program() {
        return "etcd-3.4";
    }
}
