/// Keeps the size of workloads within the bounds that HorizontalPodAutoscalers set.
package dev.pilothouse.controllers.horizontalpodautoscaler;
