import { describe, expect, it } from 'vitest';
import { erasedMark, speaksOfErased, type ErasedMarks } from './erased.ts';

const MARKS: ErasedMarks = new Map([[erasedMark('hire', 'h-17'), '2026-11-01'], [erasedMark('email', 'kim@corp.example'), '2026-11-01']]);
const nobodyIsBack = (): boolean => false;

describe('rows about somebody who was let go', () => {
  it.each(['h-17', 'Kim@corp.example'])('are known where a laptop is said to be of %s', (holder) => {
    expect(speaksOfErased('devices', { serial: 'SN-1', hire_id: holder, assigned_from: Date.UTC(2026, 9, 5) }, MARKS, nobodyIsBack)).toBe(true);
    expect(speaksOfErased('devices', { serial: 'SN-1', hire_id: holder, assigned_from: Date.UTC(2026, 11, 5) }, MARKS, nobodyIsBack)).toBe(false);
  });

  it('are none where nobody who was let go is named', () => {
    expect(speaksOfErased('devices', { serial: 'SN-1', hire_id: 'lee@corp.example' }, MARKS, nobodyIsBack)).toBe(false);
    expect(speaksOfErased('devices', { serial: 'SN-1' }, MARKS, nobodyIsBack)).toBe(false);
  });
});
