import path from 'node:path';
import { Eta } from 'eta';
import type { Request, Response } from 'express';
import type { Organisation } from '../domain/organisation.js';
import { portalProblemView } from '../pages/portal-problem.view.js';
import { problemPage } from './plain-page.js';
import type { House } from './plain-page.js';
import { languageField, preferredLanguage } from './portal.js';
import type { ProblemPage } from './problem-handler.js';

export interface Pages {
  /** Everything that is put in is escaped; a template has no other way. */
  render(template: string, view: object): string;
}

/** Templates are read once; what a page says was computed by its view. */
export function createPages(): Pages {
  const eta = new Eta({ views: path.resolve(import.meta.dirname, '../pages'), cache: true, autoEscape: true });
  return { render: (template, view) => eta.render(`./${template}`, view) };
}

/** A page that names a case or a person is kept by nobody on the way. */
export function showPage(response: Response, html: string, status = 200): void {
  response.status(status).set('cache-control', 'no-store').type('html').send(html);
}

/** A problem, told to somebody in a browser; in the portal in their language. */
export function framedProblemPage(pages: Pages, organisation: Organisation, house: House): ProblemPage {
  return (problem, request) => {
    if (isPortal(request)) {
      const { status, instance = '' } = problem;
      const mailbox = organisation.contact.privacyMailbox;
      const language = languageField.parse(request.query['language']) ?? preferredLanguage(request, organisation);
      return pages.render(
        'portal-problem',
        portalProblemView({ language, organisation: house.organisation, mailbox, status, instance }),
      );
    }
    return problemPage(house, problem, request.originalUrl);
  };
}

function isPortal({ originalUrl }: Request): boolean {
  return /^\/portal(?:[/?]|$)/.test(originalUrl);
}
