// A mirror of the config maps of the namespace "mirrored", kept by client-go's informer. At each line that it reads it
// prints what it holds: a JSON object of names and resource versions.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		panic(err)
	}
	client := kubernetes.NewForConfigOrDie(config)
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace("mirrored"))
	lister := factory.Core().V1().ConfigMaps().Lister()
	factory.Start(nil)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		held := map[string]string{}
		maps, _ := lister.ConfigMaps("mirrored").List(labels.Everything())
		for _, each := range maps {
			held[each.Name] = each.ResourceVersion
		}
		shown, _ := json.Marshal(held)
		fmt.Println(string(shown))
	}
}

