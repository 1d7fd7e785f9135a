import type { Request, RequestOptions } from '../requests.js'

/** A request without the caller's options: what is sent, and what the answer means. */
export type BareRequest<T> = Omit<Request<T>, keyof RequestOptions>
