import { describedOperation } from './described.js';
import type { DescribedOperation, Schema } from './described.js';
import { Html, html } from './plain-page.js';
import { meaningOf, shapesOf, typeOf } from './schema-words.js';
import type { Field, Shape } from './schema-words.js';

/** One operation as people read it: what to send, field by field, and what comes back. */
export function operationSection(method: string, template: string, described: unknown): Html {
  const operation = describedOperation.parse(described);
  const { operationId, summary, description } = operation;
  return html`<section class="sheet" aria-labelledby="${operationId}">
    <h3 id="${operationId}"><code>${method.toUpperCase()} ${template}</code></h3>
    <p>${marked(summary)} ${description}</p>
    ${parameters(operation)} ${body(operation)} ${answers(operation)}
  </section>`;
}

function parameters({ operationId, parameters: named }: DescribedOperation): Html {
  if (named.length === 0) return html``;
  const rows = named.map(({ name, in: place, required, schema, description }) => ({
    name,
    type: `${place}, ${typeOf(schema)}`,
    isRequired: required,
    meaning: meaningOf({ ...schema, description: description ?? schema.description }),
  }));
  return html`<h4 id="${operationId}-parameters">Path, query and headers</h4>
    ${fieldTable(rows, `${operationId}-parameters`)}`;
}

function body({ operationId, requestBody }: DescribedOperation): Html {
  const [sent] = Object.entries(requestBody?.content ?? {});
  if (sent === undefined) return html``;
  const [mediaType, { schema }] = sent;
  const id = `${operationId}-body`;
  const heading = html`<h4 id="${id}">Body, ${mediaType}</h4>`;
  if (mediaType !== 'application/json') {
    return html`${heading}
      <p>The bytes of the file, under its own media type.</p>`;
  }
  return html`${heading} ${schema === undefined ? '' : shapes(schema, id)}`;
}

/** A description of the whole stands before its alternatives. */
function shapes(schema: Schema, id: string): Html {
  const all = shapesOf(schema);
  const { description = '' } = schema;
  return html`${description === '' ? '' : html`<p>${marked(description)}</p>`}
  ${all.map((shape, index) => alternative(shape, `${id}-${index + 1}`, all.length > 1))}`;
}

function alternative({ title, fields }: Shape, id: string, isOneOfSeveral: boolean): Html {
  const isShown = isOneOfSeveral || fields.length === 0;
  const heading = html`<p id="${id}" class="${isShown ? 'kicker' : 'unseen'}">${title}</p>`;
  return html`${heading} ${fields.length === 0 ? '' : fieldTable(fields, id)}`;
}

function fieldTable(fields: readonly Field[], labelledBy: string): Html {
  return table(
    labelledBy,
    ['Name', 'Type', 'Required', 'Meaning'],
    fields.map(({ name, type, isRequired, meaning }) => [
      html`<code>${name}</code>`,
      html`${type}`,
      html`${isRequired ? 'required' : 'optional'}`,
      marked(meaning),
    ]),
  );
}

/** The statuses stand in the summary: most calls have the same ones, and few need to be read. */
function answers({ operationId, responses }: DescribedOperation): Html {
  const id = `${operationId}-answers`;
  const rows = Object.entries(responses).map(([status, { description }]) => [
    html`<code>${status === 'default' ? 'any other' : status}</code>`,
    marked(description),
  ]);
  const codes = Object.keys(responses).filter((status) => status !== 'default');
  return html`<details>
    <summary id="${id}">
      Answers<span class="unseen"> of ${operationId}</span>: ${codes.filter((status) => status < '400').join(', ')};
      errors ${codes.filter((status) => status >= '400').join(', ')}
    </summary>
    ${table(id, ['Status', 'Means'], rows)} ${answerFields({ operationId, responses })}
  </details>`;
}

function answerFields({
  operationId,
  responses,
}: Pick<DescribedOperation, 'operationId' | 'responses'>): readonly Html[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = content?.['application/json']?.schema;
    if (schema === undefined) return [];
    const id = `${operationId}-${status}`;
    return [html`<h4 id="${id}">In a ${status}</h4>`, shapes(schema, id)];
  });
}

/** Names between backticks are shown as code. */
function marked(text: string): Html {
  const pieces = text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`));
  return new Html(pieces.map(({ text: shown }) => shown).join(''));
}

/** Becomes cards on a narrow screen; the roles keep it a table there. */
function table(labelledBy: string, columns: readonly string[], rows: readonly (readonly Html[])[]): Html {
  const head = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  const lines = rows.map(
    ([first = html``, ...others]) =>
      html`<tr role="row">
        <th role="rowheader" scope="row">${first}</th>
        ${others.map((cell, index) => html`<td role="cell" data-label="${columns[index + 1] ?? ''}"><span>${cell}</span></td>`)}
      </tr>`,
  );
  return html`<table class="cards" role="table" aria-labelledby="${labelledBy}">
    <thead role="rowgroup">
      <tr role="row">
        ${head}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${lines}
    </tbody>
  </table>`;
}
