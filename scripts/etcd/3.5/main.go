// etcd 3.5 from its published modules, which `go install` refuses by name because they replace one another.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
