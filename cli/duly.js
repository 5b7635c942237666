#!/usr/bin/env node
// Plain JavaScript, so that the command runs without a build: the rest is read through tsx.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv);
