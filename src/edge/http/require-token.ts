// Guards the API: one bearer token, compared in constant time.
import { hash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { ApiError } from './api-errors.ts';

/** Without a configured token the API answers 403 and says so. */
export function requireToken(token: string | undefined) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (token === undefined) {
      throw new ApiError(403, 'api_off', 'The API is off: set DESKBRIDGE_API_TOKEN and restart');
    }
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    // Hashing first makes both sides equally long.
    const same = timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', token, 'buffer'));
    if (!same) {
      throw new ApiError(
        401,
        'bad_token',
        'The bearer token is missing or wrong: send Authorization: Bearer DESKBRIDGE_API_TOKEN',
      );
    }
    next();
  };
}
