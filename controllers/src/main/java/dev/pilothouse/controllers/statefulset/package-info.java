/// Keeps pods with names of their own. Start reading at [StatefulSetController]; one pass is a [Pass].
package dev.pilothouse.controllers.statefulset;
