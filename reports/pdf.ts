import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const face = (name: string): string => join(fonts, `Roboto-${name}.ttf`);

pdfmake.setFonts({
  Roboto: {
    normal: face('Regular'),
    bold: face('Medium'),
    italics: face('Italic'),
    bolditalics: face('MediumItalic'),
  },
});
// What people wrote becomes text on paper: no address in it is ever opened, and no file but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));

/** A document for the file, in A4. */
export interface Paper {
  readonly title: string;
  /** `en`, so that a screen reader knows how to say it. */
  readonly language: string;
  readonly landscape?: boolean;
  readonly content: Content[];
}

/** Tagged for screen readers; the same paper gives the same pages, its metadata name the instant of making. */
export async function pdfOf({ title, language, landscape = false, content }: Paper): Promise<Uint8Array> {
  const definition: TDocumentDefinitions = {
    ...{ content, language, tagged: true, displayTitle: true, pageSize: 'A4' },
    info: { title },
    pageOrientation: landscape ? 'landscape' : 'portrait',
    pageMargins: [48, 48, 48, 56],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
    styles: {
      title: { fontSize: 18, bold: true, margin: [0, 0, 0, 8] },
      heading: { fontSize: 13, bold: true, margin: [0, 14, 0, 4] },
      label: { bold: true },
      quiet: { color: '#555555', fontSize: 9 },
    },
    footer: (page, pages) => ({
      text: `${title} · ${String(page)} / ${String(pages)}`,
      ...{ style: 'quiet', alignment: 'center', margin: [0, 16, 0, 0] },
    }),
  };
  return pdfmake.createPdf(definition).getBuffer();
}
