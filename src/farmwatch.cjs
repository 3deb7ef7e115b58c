#!/usr/bin/env -S node --max-semi-space-size=8
'use strict';
// An older Node reads no TypeScript, and would end before it could say so.
require('./node-needed.cjs');
import('./main.ts');
