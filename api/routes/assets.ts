import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Router } from 'express';
import type { Mount } from '../route.js';
import { noteTemplate } from '../route-template.js';

const own = path.resolve(import.meta.dirname, '../../pages/assets');
const htmx = path.dirname(createRequire(import.meta.url).resolve('htmx.org/package.json'));

/** A closed list: no address reaches any other file. */
const assets: Readonly<Record<string, string>> = {
  'count.js': path.join(own, 'count.js'),
  'duly.css': path.join(own, 'duly.css'),
  'duly.js': path.join(own, 'duly.js'),
  'duly.svg': path.join(own, 'duly.svg'),
};

/** One script of two: htmx begins once its own has run, so an extension that came in a second one could come too late. */
const live = ['dist/htmx.min.js', 'dist/ext/hx-sse.min.js'];

/** Where browsers look that were told of no icon. */
const icon = '/favicon.ico';

/** Styles and scripts of our own pages; public, and asked again whether they changed. */
export function assetRoutes(): Mount {
  const router = Router();
  const script = live.map((file) => readFileSync(path.join(htmx, file), 'utf8')).join(';\n');
  router.get('/assets/htmx.js', noteTemplate('/assets/htmx.js'), (_request, response) => {
    response.type('js').set('cache-control', 'no-cache').send(script);
  });
  for (const [name, file] of Object.entries(assets)) {
    const address = `/assets/${name}`;
    router.get(address, noteTemplate(address), (_request, response, next) => {
      response.sendFile(file, { maxAge: 0, headers: { 'cache-control': 'no-cache' } }, (error) => {
        if (error) next(error);
      });
    });
  }
  router.get(icon, noteTemplate(icon), (_request, response) => {
    response.redirect(301, '/assets/duly.svg');
  });
  return { path: '/', router };
}
