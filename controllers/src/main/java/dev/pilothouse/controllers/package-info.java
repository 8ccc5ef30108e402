/// The controller manager: one package a controller, all of them in the list [Controllers]. They know the API server
/// only through module `client`. Start reading at [Controllers].
package dev.pilothouse.controllers;
