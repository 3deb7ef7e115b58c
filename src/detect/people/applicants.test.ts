import { describe, expect, it } from 'vitest';
import { applicantsOf } from './applicants.ts';

const groups = (...applications: Parameters<typeof applicantsOf>[0]): readonly string[] => [...applicantsOf(applications).values()];

describe('applicantsOf', () => {
  it('takes a second application from the same mail box for the same person', () => {
    expect(groups({ application_id: 'a-1', email: 'kim@post.example' }, { application_id: 'a-2', email: 'Kim+jobs@post.example' })).toEqual(['a-1', 'a-1']);
  });

  it('takes one phone with one profile for one person, and one phone alone for nothing', () => {
    const kim = { phone: 'phone:1:a', profile_url: 'https://linkedin.com/in/kim' };

    expect(groups({ application_id: 'a-1', ...kim }, { application_id: 'a-2', ...kim, profile_url: 'linkedin.com/in/kim/' })).toEqual(['a-1', 'a-1']);
    expect(groups({ application_id: 'a-1', ...kim }, { application_id: 'a-2', phone: kim.phone, profile_url: 'linkedin.com/in/lee' })).toEqual(['a-1', 'a-2']);
  });

  it('never takes people who were hired as two for one, however much they share', () => {
    const shared = { phone: 'phone:1:a', profile_url: 'https://linkedin.com/in/kim' };
    const rows = [
      { application_id: 'a-1', hire_id: 'h-1', email: 'x@post.example', ...shared }, { application_id: 'a-2', hire_id: 'h-2', email: 'y@post.example', ...shared },
      { application_id: 'a-3', hire_id: 'h-2', email: 'z@post.example', ...shared }, { application_id: 'a-4', email: 'q@post.example', ...shared },
    ];

    expect(groups(...rows)).toEqual(['a-1', 'a-2', 'a-2', 'a-1']);
    expect(new Map([...applicantsOf(rows.toReversed())])).toEqual(new Map([...applicantsOf(rows)]));
  });

  it('follows chains, in any order', () => {
    const rows = [{ application_id: 'a-3', email: 'x@post.example', hire_id: 'h-1' }, { application_id: 'a-1', email: 'y@post.example', hire_id: 'h-1' }, { application_id: 'a-2', email: 'y@post.example' }];

    expect(groups(...rows)).toEqual(['a-1', 'a-1', 'a-1']);
    expect(groups(...rows.toReversed())).toEqual(['a-1', 'a-1', 'a-1']);
  });

  it('keeps applications of which nothing is known apart', () => {
    expect(groups({ application_id: 'a-1' }, { application_id: 'a-2' })).toEqual(['a-1', 'a-2']);
  });
});
