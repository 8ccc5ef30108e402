// A mirror of the config maps of the namespace "mirrored", kept by the informer of @kubernetes/client-node. At each line that
// it reads it prints what it holds: a JSON object of names and resource versions.
import { CoreV1Api, KubeConfig, makeInformer } from "@kubernetes/client-node";
import { createInterface } from "node:readline";

const config = new KubeConfig();
config.loadFromFile(process.env.KUBECONFIG);
const api = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, "/api/v1/namespaces/mirrored/configmaps", () =>
  api.listNamespacedConfigMap({ namespace: "mirrored" }),
);
// This informer ends at an error; starting it again is left to its user.
informer.on("error", (error) => {
  console.error(String(error));
  setTimeout(start, 200);
});
function start() {
  informer.start().catch((error) => {
    console.error(String(error));
    setTimeout(start, 200);
  });
}
start();
createInterface({ input: process.stdin })
  .on("line", () => {
    const held = informer.list().map((each) => [each.metadata.name, each.metadata.resourceVersion]);
    console.log(JSON.stringify(Object.fromEntries(held)));
  })
  .on("close", () => process.exit());
