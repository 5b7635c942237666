import { operationSection } from './docs-operation.js';
import type { OpenApiDocument } from './openapi.js';
import { html, plainPage } from './plain-page.js';
import type { House } from './plain-page.js';
import { resource } from './route.js';
import type { Mount, Route } from './route.js';

/** `/openapi.json` for machines and `/docs` for people, from one document. */
export function documentationRoutes(routes: readonly Route[], document: OpenApiDocument, house: House): Mount {
  const documentation = resource('/');
  const page = docsPage(routes, document, house);
  documentation.route(
    'get',
    '/openapi.json',
    { action: 'documentation.read', summary: 'Give this description.', answers: { 200: 'text' }, page: true },
    ({ response }) => {
      response.json(document);
    },
  );
  documentation.route(
    'get',
    '/docs',
    { action: 'documentation.read', summary: 'Show this description.', answers: { 200: 'text' }, page: true },
    ({ response }) => {
      response.type('html').send(page);
    },
  );
  return documentation;
}

export function docsPage(routes: readonly Route[], document: OpenApiDocument, house: House): string {
  const described = routes.filter(({ contract }) => contract.page !== true);
  const groups = [...new Set(described.map(groupOf))];
  const sections = groups.map(
    (group) =>
      html`<h2 id="${group}">${group}</h2>
        ${described
          .filter((route) => groupOf(route) === group)
          .map(({ method, template }) => operationSection(method, template, document.paths?.[template]?.[method]))}`,
  );
  const contents = groups.map((group) => html`<li><a href="#${group}">${group}</a></li>`);
  return plainPage(
    house,
    'The API',
    html`<p>
        Send <code>Authorization: Bearer …</code>, and with every step that changes something an
        <code>Idempotency-Key</code> of your own. Errors are <code>application/problem+json</code>, RFC 9457:
        <code>type</code> names the reason, <code>detail</code> says it in words, and <code>errors</code> points to each
        field that is wrong. For machines: <a href="/openapi.json">openapi.json</a>.
      </p>
      <nav aria-label="Resources">
        <ul>
          ${contents}
        </ul>
      </nav>
      ${sections}`,
    { isWide: true },
  );
}

/** `/v1/subject-requests/{caseId}` belongs to `/v1/subject-requests`. */
function groupOf({ template }: Route): string {
  return template.split('/').slice(0, 3).join('/');
}
