import { describe, expect, it } from 'vitest';
import { foldedMail, mailShape } from './mail.ts';

describe('foldedMail', () => {
  it('writes one box in one way', () => {
    expect(foldedMail('Kim.Lee+jobs@Post.example')).toBe('kim.lee@post.example');
    expect(foldedMail('@post.example')).toBeUndefined();
  });
});

describe('mailShape', () => {
  it('leaves no word of the address, whoever has it', () => {
    expect(mailShape('kim.lee0719@post.example')).toBe('w.w#4@post.example');
    expect(mailShape('žofia.müller0042@post.example')).toBe('w.w#4@post.example');
  });

  it('counts digits, and knows years', () => {
    expect(mailShape('kim1990@post.example')).toBe('wy@post.example');
    expect(mailShape('kim_dev7@post.example')).toBe('w_w#1@post.example');
  });
});
