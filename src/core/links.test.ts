import { describe, expect, it } from 'vitest';
import { canonicalLink } from './links.ts';

describe('canonicalLink', () => {
  it.each([
    ['https://www.LinkedIn.com/in/Kim-Lee/?utm=x', 'linkedin.com/in/kim-lee'],
    ['linkedin.com/in/kim-lee', 'linkedin.com/in/kim-lee'],
    ['http://kim.example', 'kim.example'],
    ['github.com/kim/', 'github.com/kim'],
  ])('writes %s as %s', (text, link) => {
    expect(canonicalLink(text)).toBe(link);
  });

  it.each(['https://www.linkedin.com/', 'https://linkedin.com/in/', 'github.com', 'n/a', 'none', 'see my résumé', ''])('takes %j for nobody\'s', (text) => {
    expect(canonicalLink(text)).toBeUndefined();
  });
});
