/// Names pod templates by their content, as upstream does: start reading at [TemplateHash].
package dev.pilothouse.controllers.template;
