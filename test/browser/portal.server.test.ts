import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { hasChromium, newPage, openChromium, overflowOf, shoot, violationsOn } from '../support/browser.js';
import { openHouse } from './house.js';
import type { House } from './house.js';

const phone = { width: 320, height: 640 };

describe.skipIf(!hasChromium())('the portal, on a small phone', () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  it.each([
    ['without scripts', false],
    ['with scripts', true],
  ])('%s, four questions lead to a receipt with a reference, a date and a page to follow', async (_how, scripts) => {
    const page = await newPage(browser, house.api.url, { size: phone, scripts });
    await page.goto('/portal?language=en');
    const looks = async (name: string): Promise<void> => {
      // The examiner is a script itself.
      if (scripts) expect(await violationsOn(page), name).toEqual([]);
      expect(await overflowOf(page), name).toBeLessThanOrEqual(0);
      await shoot(page, `flow-${name}`);
    };
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Choose what you would like us to do.');
    await looks('nothing-chosen');
    await page.getByLabel('Delete my data').check();
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByLabel('Your name').fill('Ilse "O\'Hara" Terpstra');
    await page.getByLabel('E-mail', { exact: true }).check();
    await page.getByLabel('Your e-mail address').fill('ilse.example.org');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Write an e-mail address like name@example.org.');
    await looks('wrong-mail');
    await page.getByLabel('Your e-mail address').fill('ilse@example.org');
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByLabel('Tell us more').fill('Customer 4711.\nSince 2019 <i>only</i>.');
    const counted = scripts ? '38 of 10,000 characters' : 'At most 10,000 characters.';
    expect(await page.locator('#text-c').textContent()).toBe(counted);
    await looks('tell');
    await page.getByRole('button', { name: 'Continue' }).click();

    expect(await page.locator('dl').textContent()).toContain('Since 2019 <i>only</i>.');
    await page
      .getByLabel('Files, if you want to add some')
      .setInputFiles({ name: 'proof.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await looks('check');
    await page.getByRole('button', { name: 'Send my request' }).click();

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('We have your request');
    expect(await page.getByText('Monday 20 April 2026').count()).toBe(1);
    await looks('receipt');
    expect(house.received.at(-1)).toMatchObject({
      right: 'erasure',
      channel: 'mail',
      mail: 'ilse@example.org',
      name: 'Ilse "O\'Hara" Terpstra',
      text: 'Customer 4711.\r\nSince 2019 <i>only</i>.',
      files: [{ name: 'proof.txt' }],
    });
  });

  it('another language keeps what was typed, and so does the way back', async () => {
    const page = await newPage(browser, house.api.url, { size: phone, scripts: false });
    await page.goto('/portal?language=en');
    await page.getByLabel('Give me a copy of my data').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Letter', { exact: true }).check();
    await page.getByLabel('Your postal address').fill('Kade 1\nVoorbeeldstad');
    await page.getByRole('button', { name: 'DE Deutsch' }).click();

    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.getByLabel('Ihre Postanschrift').inputValue()).toBe('Kade 1\nVoorbeeldstad');

    await page.getByRole('button', { name: 'Zurück' }).click();
    expect(await page.getByLabel('Geben Sie mir eine Kopie meiner Daten').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Weiter' }).click();
    expect(await page.getByLabel('Ihre Postanschrift').inputValue()).toBe('Kade 1\nVoorbeeldstad');
  });

  it('the Enter key goes on and does not change the language', async () => {
    const page = await newPage(browser, house.api.url);
    await page.goto('/portal?language=en');
    await page.getByLabel('Correct my data').check();
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: 'How can we reach you?' }).waitFor();
  });

  it.each(['nl', 'de', 'fr'])(
    'the first page and the status page in %s break no rule and fit 320 px',
    async (language) => {
      const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
      const page = await newPage(browser, house.api.url, { size: phone });
      for (const address of [
        `/portal?language=${language}`,
        `/portal/requests/${caseId}/${house.tokenOf(caseId)}?language=${language}`,
      ]) {
        await page.goto(address);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await violationsOn(page)).toEqual([]);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      }
      await shoot(page, `status-${language}`);
    },
  );

  it('one adds something and withdraws on the page of the request', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const page = await newPage(browser, house.api.url, { size: phone, scripts: false });
    await page.goto(`/portal/requests/${caseId}/${house.tokenOf(caseId)}?language=en`);
    await page.getByText('Add something').click();
    await page.getByRole('button', { name: 'Send this' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Write something, or choose a file.');

    await page.getByLabel('What would you like to add?').fill(`${'x'.repeat(10_000)} the end`);
    await page.getByRole('button', { name: 'Send this' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('At most 10,000 can be sent.');
    expect(await page.getByLabel('What would you like to add?').inputValue()).toMatch(/ the end$/);

    await page.getByLabel('What would you like to add?').fill('I moved in 2020.');
    await page.getByRole('button', { name: 'Send this' }).click();
    expect(await page.getByRole('status').textContent()).toBe('We have what you added.');
    expect(house.messages.at(-1)).toMatchObject({ caseId, text: 'I moved in 2020.' });

    await page.getByText('Withdraw this request').click();
    await page.getByRole('button', { name: 'Withdraw the request' }).click();
    expect(await page.getByRole('status').textContent()).toBe('Your request is withdrawn.');
    expect(house.requestOf(caseId).outcome).toBe('withdrawn');
  });

  it('a file of the answer is downloaded by its button, never by opening the address', async () => {
    const caseId = await house.open({ receivedAt: '2026-03-14T09:00:00.000Z' });
    const page = await newPage(browser, house.api.url, { size: phone, scripts: false });
    await page.goto(`/portal/answers/${caseId}/${house.tokenOf(caseId)}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download payroll.csv' }).click(),
    ]);

    expect(download.suggestedFilename()).toBe('payroll.csv');
  });
});
