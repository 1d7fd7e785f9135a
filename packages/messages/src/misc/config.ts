/*
  MConfig                                    src/messages/MConfig.h
    map<string, string> config
*/
import { sortedByKey } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The options that the monitors' config database has for the receiver. */
export interface MConfig {
  /** Values by option; bytes of a value that are not UTF-8 are replaced. */
  readonly config: ReadonlyMap<string, string>
}

export const config: MessageCodec<MConfig, 'MConfig'> = {
  type: MessageType.Config,
  name: 'MConfig',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { config }) =>
    void w.map(
      sortedByKey(config),
      (w, option) => w.string(option),
      (w, value) => w.string(value)
    ),
  decode: r => ({
    config: r.field('config', r =>
      r.map(
        r => r.string(),
        r => r.text(),
        8
      )
    )
  })
}
