type Typed = Readonly<Record<string, string>>;

/** What a browser would send of the form as it was shown, before anybody types. */
export function formIn(html: string, action: string): Typed {
  const start = html.indexOf(`action="${action}"`);
  if (start < 0) throw new Error(`the page has no form for ${action}`);
  const form = html.slice(start, html.indexOf('</form>', start));
  return Object.fromEntries([...inputs(form), ...texts(form), ...menus(form)]);
}

type Slot = readonly [name: string, value: string];

function inputs(form: string): readonly Slot[] {
  const tags = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => tag);
  const sent = tags.filter((tag) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag));
  return sent.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]);
}

function texts(form: string): readonly Slot[] {
  const all = form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g);
  return [...all].map(([, name = '', text = '']) => [name, plain(text).replaceAll('\n', '\r\n')]);
}

function menus(form: string): readonly Slot[] {
  const all = form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs);
  return [...all].map(([, name = '', options = '']) => {
    const chosen = /<option value="([^"]*)" selected>/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
    return [name, plain(chosen?.[1] ?? '')];
  });
}

const attribute = (tag: string, name: string): string => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const entities: Typed = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
const plain = (text: string): string =>
  text.replaceAll(/&(\w+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
