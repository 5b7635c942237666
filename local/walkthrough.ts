import fs from 'node:fs';
import path from 'node:path';
import { root, startDuly } from './started-duly.js';
import { here, stepsOf, walk } from './walked-document.js';

/** `npm run walkthrough -- breach`: starts a Duly of its own and plays the commands of the document, with their answers. */
const folder = path.join(root, 'docs/walkthroughs');
const [name = 'subject-request'] = process.argv.slice(2);
const file = path.join(folder, `${path.basename(name)}.md`);
if (!fs.existsSync(file)) {
  const known = fs.readdirSync(folder).map((each) => path.basename(each, '.md'));
  console.error(`There is no walk-through ${name}. There are: ${known.join(', ')}.`);
  process.exit(1);
}
const LIMIT_MS = 5 * 60_000;
const markdown = fs.readFileSync(file, 'utf8');
const steps = stepsOf(markdown);
console.log('Starting a Duly of its own …');
const duly = await startDuly();
let told = 0;
try {
  const outputs = await walk(
    steps.map(({ command }) => here(command, duly)),
    LIMIT_MS,
    (output, index) => {
      const { command = '' } = steps[index] ?? {};
      const upTo = markdown.indexOf(command, told) + command.length;
      console.log(markdown.slice(told, upTo).replaceAll(/```(sh|json|text)?\n?/g, ''));
      console.log(`\n→ ${output}\n`);
      told = markdown.indexOf('```\n', markdown.indexOf('```', upTo + 4)) + 4;
    },
  );
  const isWhole = outputs.length > steps.length;
  console.log(isWhole ? `Played ${String(steps.length)} steps.` : 'It stopped before its end.');
  process.exitCode = isWhole ? 0 : 1;
} finally {
  await duly.stop();
}
