import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page, Response } from 'playwright-core';
import {
  hasChromium,
  narrow,
  newPage,
  openChromium,
  overflowOf,
  shoot,
  violationsOn,
  wide,
} from '../support/browser.js';
import { noticeId } from './breach-rooms.js';
import { breachId, furnish, openHouse } from './house.js';
import type { House } from './house.js';

/** What is shown once, in answer to a form. */
async function send(page: Page, path: string): Promise<Response> {
  await page.goto('/operations');
  const answered = page.waitForResponse(`**${path}`);
  const form = `<form method="post" action="${path}"><input name="nonce" value="0123456789abcdef"></form>`;
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '${form}'); document.forms[document.forms.length - 1].submit()`,
  );
  const answer = await answered;
  await page.waitForLoadState();
  return answer;
}

describe.skipIf(!hasChromium())('every page, in light and dark, wide and narrow', () => {
  let house: House;
  let browser: Browser;
  let operator: string;
  let decider: string;
  let dpo: string;
  let manager: string;
  let cases: Awaited<ReturnType<typeof furnish>>;

  beforeAll(async () => {
    house = await openHouse();
    cases = await furnish(house);
    operator = await house.signIn('r-visser', ['operator']);
    decider = await house.signIn('n-okafor', ['decider']);
    dpo = await house.signIn('j-smit', ['dpo']);
    manager = await house.signIn('m-adeyemi', ['incident-manager']);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const pages: readonly (readonly [string, () => string, 'operator' | 'decider' | 'dpo' | 'manager' | 'nobody'])[] = [
    ['operations', () => '/operations', 'operator'],
    ['operations-narrowed', () => '/operations?right=portability', 'operator'],
    ['case', () => `/operations/cases/${cases.full}`, 'operator'],
    ['case-settled', () => `/operations/cases/${cases.settled}`, 'operator'],
    ['case-proposed', () => `/operations/cases/${cases.proposed}`, 'decider'],
    ['step-answer', () => `/operations/cases/${cases.full}/answer`, 'operator'],
    ['step-refusal', () => `/operations/cases/${cases.full}/refusal`, 'operator'],
    ['step-letter-sent', () => `/operations/cases/${cases.full}/letter-sent`, 'operator'],
    ['step-refused', () => `/operations/cases/${cases.full}/extension`, 'operator'],
    ['step-approval', () => `/operations/cases/${cases.proposed}/approval`, 'decider'],
    ['hold', () => `/operations/cases/${cases.full}/holds`, 'decider'],
    ['hold-lifting', () => `/operations/cases/${cases.full}/holds/h1/lifting`, 'decider'],
    ['breach', () => `/operations/breaches/${breachId}`, 'dpo'],
    ['breach-risk', () => `/operations/breaches/${breachId}/steps/risk-assessment`, 'manager'],
    ['decision-aid', () => '/operations/decision-aid', 'manager'],
    ['breach-letters', () => `/operations/breaches/${breachId}/steps/communication-order`, 'manager'],
    ['breach-step', () => `/operations/breaches/${breachId}/steps/submissions`, 'operator'],
    ['notification', () => `/operations/breaches/${breachId}/notification`, 'manager'],
    ['notification-version', () => `/operations/breaches/${breachId}/notification/versions`, 'manager'],
    ['breach-documents', () => `/operations/breaches/${breachId}/documents`, 'operator'],
    ['controllers', () => `/operations/breaches/${breachId}/controllers?concerned=payroll`, 'manager'],
    ['controller-notice', () => `/operations/controller-notices/${noticeId}`, 'manager'],
    ['recipients', () => `/operations/breaches/${breachId}/recipients`, 'operator'],
    ['recipient', () => `/operations/breaches/${breachId}/recipients/2`, 'operator'],
    ['holding-statements', () => '/operations/holding-statements', 'operator'],
    ['incident-lookup', () => `/operations/cases/${cases.full}/incidents`, 'operator'],
    ['operations-breaches', () => '/operations?kind=breach', 'operator'],
    ['register', () => '/operations/register?from=2026-01-01', 'dpo'],
    ['accesses', () => `/operations/cases/${cases.full}/accesses`, 'dpo'],
    ['new-case', () => '/operations/new', 'operator'],
    ['new-breach', () => '/operations/breaches/new', 'operator'],
    ['new-breach-receipt', () => `/operations/breaches/new/${breachId}`, 'manager'],
    ['alarms', () => '/operations/alarms', 'operator'],
    ['problem', () => '/operations/cases/nowhere', 'operator'],
    ['signed-out', () => '/operations', 'nobody'],
    ['sign-in', () => '/sign-in', 'nobody'],
    ['sign-in-link', () => '/sign-in?token=abc', 'nobody'],
    ['docs', () => '/docs', 'nobody'],
    ['portal-problem', () => '/portal/requests/x/y?language=fr', 'nobody'],
    ['portal', () => '/portal?language=en', 'nobody'],
    ['portal-status', () => `/portal/requests/${cases.full}/${house.tokenOf(cases.full)}`, 'nobody'],
    [
      'portal-status-de',
      () => `/portal/requests/${cases.settled}/${house.tokenOf(cases.settled)}?language=de`,
      'nobody',
    ],
    ['portal-answer', () => `/portal/answers/${cases.full}/${house.tokenOf(cases.full)}`, 'nobody'],
  ];
  const refused: Readonly<Record<string, number>> = { problem: 404, 'signed-out': 401, 'portal-problem': 404 };
  const looks = [
    ['light-wide', wide, false],
    ['dark-wide', wide, true],
    ['light-narrow', narrow, false],
    ['dark-narrow', narrow, true],
  ] as const;

  it.each(pages)(
    'the page %s breaks no rule of WCAG 2.2 AA in any look, and fits its window',
    async (name, path, who) => {
      const token = { operator, decider, dpo, manager, nobody: undefined }[who];
      const page = await newPage(browser, house.api.url, token === undefined ? {} : { token });
      const answer = await (name === 'incident-lookup' ? send(page, path()) : page.goto(path()));
      expect(answer?.status()).toBe(refused[name] ?? 200);

      await looksRight(page, name);
      await page.context().close();
    },
  );

  it('letters that are looked at before they leave break no rule of WCAG 2.2 AA, and the form stays as filled', async () => {
    const page = await newPage(browser, house.api.url, { token: manager });
    await page.goto(`/operations/breaches/${breachId}/steps/communication-order`);
    await page.fill('#f-text', 'Somebody opened a mailbox of ours.');
    await page.click('summary');
    await page.fill('#f-nl-measures', 'De mailbox is gesloten.');
    await page.click('button[value="preview"]');

    expect(await page.locator('article.letter').count()).toBe(1);
    expect(await page.inputValue('#f-text')).toBe('Somebody opened a mailbox of ours.');
    expect(await page.locator('#f-nl-measures').isVisible()).toBe(true);
    await looksRight(page, 'breach-letters-shown');
    await page.context().close();
  });

  async function looksRight(page: Page, name: string): Promise<void> {
    for (const [look, size, dark] of looks) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
      expect(await violationsOn(page), look).toEqual([]);
      expect(await overflowOf(page), look).toBeLessThanOrEqual(0);
      await shoot(page, `${name}-${look}`);
    }
  }

  it.each([1280, 1024, 760, 701])('at %i px no column of the board is cut off', async (width) => {
    const page = await newPage(browser, house.api.url, { token: operator, size: { width, height: 900 } });
    await page.goto('/operations');

    const hidden = await page.evaluate('const b = document.querySelector(".board"); b.scrollWidth - b.clientWidth');

    expect(hidden).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('a page with a fault is told apart from one without', async () => {
    const page = await newPage(browser, house.api.url);
    await page.goto('/portal?language=en');
    await page.evaluate('document.querySelector("main").innerHTML += "<img src=x><input>"');

    const rules = (await violationsOn(page)).map((violation) => violation.split(':')[0]);

    expect(rules).toEqual(expect.arrayContaining(['image-alt', 'label']));
    await page.context().close();
  });
});
