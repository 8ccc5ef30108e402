/// The cluster store on etcd 3.4 and later, over its v3 API. Start reading at [EtcdStore]. Messages are written by hand
/// ([Messages]): a dozen of them don't pay for generated code.
package dev.pilothouse.store.etcd;
