import path from 'node:path';
import { STATUS_CODES } from 'node:http';
import { Eta } from 'eta';
import type { Request, Response } from 'express';
import type { Organisation } from '../domain/organisation.js';
import { portalProblemView } from '../pages/portal-problem.view.js';
import { languageField, preferredLanguage } from './portal.js';
import type { Problem } from './problem.js';
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

/** A problem, told to somebody in a browser; whoever is not signed in is led to where one signs in. */
export function framedProblemPage(pages: Pages, organisation: Organisation): ProblemPage {
  return (problem, request) => {
    const { title, status, detail, article, instance = '' } = problem;
    if (isPortal(request)) {
      const language = languageField.parse(request.query['language']) ?? preferredLanguage(request, organisation);
      const { name } = organisation.organisation;
      return pages.render('portal-problem', portalProblemView({ language, organisation: name, status, instance }));
    }
    return pages.render('problem', {
      title: status === 401 ? 'Sign in to go on' : title,
      text: wordsOf(problem) ?? detail ?? 'Something went wrong here. It was recorded, and nothing was lost.',
      article,
      ...(status === 401 ? signIn(request.originalUrl) : toTheStart),
      aside: `${STATUS_CODES[status] ?? 'Error'} (${status}) · ${instance}`,
    });
  };
}

function wordsOf({ status }: Problem): string | undefined {
  return status === 401 ? 'This page is for people of the organisation.' : undefined;
}

function signIn(then: string): { href: string; action: string } {
  return { href: `/sign-in?then=${encodeURIComponent(then)}`, action: 'Sign in' };
}

const toTheStart = { href: '/', action: 'To the start' };

function isPortal({ originalUrl }: Request): boolean {
  return /^\/portal(?:[/?]|$)/.test(originalUrl);
}
