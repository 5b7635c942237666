import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { dataSubject } from '../../domain/actor.js';
import { hasChromium, narrow, newPage, openChromium, shoot } from '../support/browser.js';
import { furnish, openHouse } from './house.js';
import type { House } from './house.js';

describe.skipIf(!hasChromium())('steps of a case in a browser', () => {
  let house: House;
  let browser: Browser;
  let operator: string;
  let decider: string;
  let cases: Awaited<ReturnType<typeof furnish>>;

  beforeAll(async () => {
    house = await openHouse();
    cases = await furnish(house);
    operator = await house.signIn('r-visser', ['operator']);
    decider = await house.signIn('n-okafor', ['decider']);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  it('without scripts a refusal is proposed, shown as a letter first, and approved by somebody else', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const { reference } = house.requestOf(caseId);
    const mine = await newPage(browser, house.api.url, { token: operator, scripts: false });
    await mine.goto(`/operations/cases/${caseId}/refusal`);
    await mine.getByLabel('The whole request').check();
    await mine.getByLabel('Excessive, Art. 12(5)').check();
    await mine.getByLabel('Reasons for the requester').fill('The same was asked four times <script>alert(1)</script>');
    await mine.getByLabel('How is that shown?').fill('Four requests in one month.');
    await mine.getByRole('button', { name: 'See the letter first' }).click();

    expect(await mine.getByRole('article').textContent()).toContain('four times <script>alert(1)</script>');
    expect(await mine.getByText('Once approved: refusal to ilse@example.org.').count()).toBe(1);
    expect(house.requestOf(caseId).proposal).toBeUndefined();
    await shoot(mine, 'confirm-refusal');

    await mine.getByRole('button', { name: 'Propose the refusal' }).click();
    expect(await mine.getByText('Done: Propose a refusal.').count()).toBe(1);

    const theirs = await newPage(browser, house.api.url, { token: decider, scripts: false });
    await theirs.goto(`/operations/cases/${caseId}/approval`);
    await theirs.getByLabel('Approve the refusal').check();
    await theirs.getByRole('button', { name: 'See what will happen' }).click();
    await theirs.getByLabel('Type the case reference').fill('S-2026-9999');
    await theirs.getByRole('button', { name: 'Record my decision' }).click();
    const fault = `Type ${reference}, as it stands below the field.`;
    expect(await theirs.getByRole('alert').getByRole('link', { name: fault }).getAttribute('href')).toBe(
      '#f-confirmReference',
    );
    expect(await theirs.locator('#w-confirmReference').textContent()).toBe(fault);
    await shoot(theirs, 'confirm-approval');

    await theirs.getByLabel('Type the case reference').fill(reference);
    await theirs.getByRole('button', { name: 'Record my decision' }).click();
    expect(house.requestOf(caseId).refusal?.reasons).toContain('four times');
  });

  it('what the law refuses comes back as a note, and every typed word is still there', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const page = await newPage(browser, house.api.url, { token: operator, scripts: false });
    await page.goto(`/operations/cases/${caseId}/refusal`);
    await page.getByLabel('The whole request').check();
    await page.getByLabel('The rights of others, Art. 15(4)').check();
    await page.getByLabel('Reasons for the requester').fill('Letters of colleagues are in the file.');
    await page.getByRole('button', { name: 'See the letter first' }).click();

    const note = await page.getByRole('alert').textContent();
    expect(note).toContain('The rights of others justify leaving parts out, never refusing everything.');
    expect(note).toContain('GDPR Art. 15(4)');
    expect(await page.getByLabel('Reasons for the requester').inputValue()).toBe(
      'Letters of colleagues are in the file.',
    );
    expect(await page.getByLabel('The whole request').isChecked()).toBe(true);
  });

  it('files are attached and taken out without scripts, and the page says so', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const page = await newPage(browser, house.api.url, { token: operator, scripts: false });
    await page.goto(`/operations/cases/${caseId}/answer`);
    await page.getByLabel('The copy of the data').setInputFiles([
      { name: 'payroll 2025.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\r\n1,2\r\n') },
      { name: 'büro.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
    ]);
    await page.getByRole('button', { name: 'Attach these files' }).click();

    expect(await page.getByText('2 files attached to the answer.').count()).toBe(1);
    expect(house.asked.at(-1)?.files.map(({ name }) => name)).toEqual(['payroll 2025.csv', 'büro.txt']);
    expect(Buffer.from(house.asked.at(-1)?.files[0]?.bytes ?? []).toString()).toBe('a,b\r\n1,2\r\n');

    await page.getByRole('link', { name: 'Take a file out of the answer' }).click();
    await page.getByLabel('büro.txt').check();
    await page.getByRole('button', { name: 'Take this file out' }).click();
    expect(await page.getByText('Done: Take a file out of the answer.').count()).toBe(1);
    expect(house.requestOf(caseId).answerFiles).toEqual(['payroll 2025.csv']);
  });

  it('a request that came by letter is taken down with the day it came in', async () => {
    const page = await newPage(browser, house.api.url, { token: operator, scripts: false });
    await page.goto('/operations/new');
    await page.getByLabel('By letter').check();
    await page.getByLabel('When did it come in?').fill('2026-03-16T09:30');
    await page.getByLabel('What does it ask?').selectOption('erasure');
    await page.getByLabel('Name').fill('Ilse Terpstra');
    await page.getByLabel('What they said or wrote').fill('Please delete everything.');
    await page
      .getByLabel('Scan of the letter')
      .setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await page.getByRole('button', { name: 'Open the case' }).click();

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Erasure request');
    expect(house.takenDown.at(-1)).toMatchObject({
      channel: 'letter',
      receivedAt: '2026-03-16T08:30:00.000Z',
      name: 'Ilse Terpstra',
      mail: undefined,
      files: [{ name: 'scan.pdf' }],
    });
  });

  it('an agent who opens a case learns what to tell the person, and no colleague’s case is shown to them', async () => {
    const agent = await house.signIn('l-peeters', ['agent']);
    const page = await newPage(browser, house.api.url, { token: agent, scripts: false });
    await page.goto('/operations/new');
    await page.getByLabel('By telephone').check();
    await page.getByLabel('What does it ask?').selectOption('access');
    await page.getByLabel('Name').fill('Ilse Terpstra');
    await page.getByLabel('Telephone').last().fill('+31 20 123 4567');
    await page.getByLabel('What they said or wrote').fill('All that you hold of me.');
    await page.getByRole('button', { name: 'Open the case' }).click();

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^S-2026-\d{4} is open$/);
    expect(await page.getByText('Monday 20 April 2026, 24:00', { exact: true }).count()).toBe(1);
    expect(await page.getByText('privacy@').count()).toBe(1);
    await shoot(page, 'receipt');
    await page.setViewportSize(narrow);
    await shoot(page, 'receipt-narrow');
    expect((await page.goto(`/operations/new/${cases.full}`))?.status()).toBe(404);
  });

  it('a case that nobody owns is taken with one button, and handed on, without scripts and with the keyboard', async () => {
    const caseId = await house.open({ owner: undefined });
    const page = await newPage(browser, house.api.url, { token: decider, scripts: false });
    await page.goto(`/operations/cases/${caseId}`);
    await shoot(page, 'case-to-take');
    await page.getByRole('button', { name: 'Take this case' }).press('Enter');
    expect(await page.getByText('Owner Ngozi Okafor.').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Take this case' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Say who owns the case' }).press('Enter');
    await shoot(page, 'step-owner');
    await page.getByLabel('Who sees to this case from now on?').selectOption('Samira Haddad');
    await page.getByRole('button', { name: 'Record the owner' }).press('Enter');
    expect(await page.getByText('Done: Say who owns the case.').count()).toBe(1);
    expect(house.requestOf(caseId).owner).toBe('s-haddad');
  });

  it('with the keyboard alone one walks the list, opens a case and reads why a step is refused', async () => {
    const page = await newPage(browser, house.api.url, { token: operator });
    await page.goto('/operations');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = await page.locator('a.ref').first().textContent();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(first);

    await page.keyboard.press('?');
    expect(await page.locator('#keys').getAttribute('open')).not.toBeNull();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.press('Tab');

    await page.goto(`/operations/cases/${cases.full}`);
    await page.locator('main').focus();
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if (String(await page.evaluate('document.activeElement.textContent')) === 'What cannot be done now, and why') {
        await page.keyboard.press('Enter');
      }
      reached.push(String(await page.evaluate('document.activeElement.getAttribute("aria-describedby") ?? ""')));
    }
    expect(reached).toContain('why-extension');
    expect(await page.locator('#why-extension').textContent()).toContain('The period can be extended once.');
  });

  it('on a phone the search opens over the page with the slash key, and closes with Escape', async () => {
    const page = await newPage(browser, house.api.url, { token: operator, size: narrow });
    await page.goto('/operations');
    await page.keyboard.press('/');
    expect(await page.locator('#search').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#search').isVisible()).toBe(false);
  });

  it('keys that were turned off stay off', async () => {
    const page = await newPage(browser, house.api.url, { token: operator });
    await page.goto('/operations');
    await page.locator('#keys summary').click();
    await page.getByRole('button', { name: 'Turn these keys off' }).click();
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.className')).not.toBe('ref');
  });

  it('a new fact changes its row by itself, and the focus stays where it was', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z', right: 'access' });
    const { reference } = house.requestOf(caseId);
    const page = await newPage(browser, house.api.url, { token: operator });
    await page.goto(`/operations?q=${reference}`);
    await page.getByText('Connected, live').waitFor();
    await page.locator('a.ref').focus();

    await house.take(caseId, {
      type: 'requestIdentityEvidence',
      doubt: 'Two people bear this name.',
      by: { role: 'operator', id: 'r-visser' },
    });

    await page.locator(`#${reference}[data-changed]`, { hasText: 'Identity asked' }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(reference);
  });

  it('an empty room fills by itself', async () => {
    const page = await newPage(browser, house.api.url, { token: operator });
    await page.goto('/operations?right=portability');
    await page.getByText('No case fits').waitFor();
    await page.getByText('Connected, live').waitFor();

    await house.open({ receivedAt: '2026-03-14T09:00:00.000Z', right: 'portability' });

    await page.locator('tr', { hasText: 'Portability' }).waitFor();
  });

  it('the case page follows its case', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const page = await newPage(browser, house.api.url, { token: operator });
    await page.goto(`/operations/cases/${caseId}`);
    await page.getByText('Connected, live').waitFor();

    await house.take(caseId, { type: 'withdraw', by: dataSubject });

    await page.getByRole('heading', { name: 'Nothing more is due' }).waitFor();
    expect(await page.locator('#head').textContent()).toContain('Withdrawn.');
  });

  it('without scripts the room says that it does not move', async () => {
    const page = await newPage(browser, house.api.url, { token: operator, scripts: false });
    await page.goto('/operations');

    expect(await page.getByRole('status').textContent()).toBe('Not live: reload to see what changed');
  });
});
