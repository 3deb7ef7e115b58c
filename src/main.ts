#!/usr/bin/env -S node --max-semi-space-size=8
import './node-needed.cjs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepHeapModest } from './modest-heap.ts';

// What is compiled once need not be compiled again: half of the time of a short command. Beside the packages, where nobody
// else may write; where we may not write either, it goes without.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/farmwatch'));
keepHeapModest();
await import('./start.ts');
