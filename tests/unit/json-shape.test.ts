// Looking at JSON without building it: what passes, what is too deep, what is none.
import { describe, expect, it } from 'vitest';
import { shapeOfJson } from '../../src/kit/json-shape.ts';

const shape = (text: string, depth = 5) => shapeOfJson(Buffer.from(text), depth);

describe('the shape of JSON', () => {
  it.each([
    ['{}'],
    ['[]'],
    [' \t\r\n{ } \n'],
    ['{"a":[1,-2.5e+10,true,false,null,"x"]}'],
    ['{"quote":"\\"","backslash":"\\\\","brace":"}]{["}'],
    ['["\\\\\\""]'],
    ['{"ключ":"значение 😀"}'],
  ])('when it is %j, then it is JSON', (text) => {
    expect(shape(text)).toBe('json');
  });

  it.each([
    [''],
    ['   '],
    ['"text"'],
    ['12'],
    ['null'],
    ['{'],
    ['}'],
    ['{]'],
    ['[}'],
    ['{}{}'],
    ['[] ,'],
    ['{"a":"unended}'],
    ['{"a":"ends with a backslash\\'],
    ["{'a':1}"],
    ['{b:1}'],
    ['<xml/>'],
    ['\uFEFF{}'],
    ['{"a":1}\u0000'],
  ])('when it is %j, then it is not', (text) => {
    expect(shape(text)).toBe('not_json');
  });

  it('when it nests exactly as deep as allowed, then it is JSON, and one deeper it is too deep', () => {
    expect(shape('[[[[[]]]]]')).toBe('json');
    expect(shape('[[[[[[]]]]]]')).toBe('too_deep');
    expect(shape('{"a":{"b":[{"c":[{}]}]}}')).toBe('too_deep');
  });

  it('when brackets stand in strings or side by side, then they do not count as depth', () => {
    expect(shape('["[[[[[[[[[["]')).toBe('json');
    expect(shape(`[${'[],'.repeat(1000)}[]]`, 2)).toBe('json');
  });

  it('when 25 MB are nothing but brackets or quotes, then it is answered quickly', () => {
    const startedAt = performance.now();
    expect(shapeOfJson(Buffer.alloc(25_000_000, '['), 100)).toBe('too_deep');
    expect(shapeOfJson(Buffer.alloc(25_000_000, '"'), 100)).toBe('not_json');
    expect(shapeOfJson(Buffer.concat([Buffer.from('['), Buffer.alloc(25_000_000, '"')]), 100)).toBe('not_json');
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
