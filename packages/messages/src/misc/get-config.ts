/*
  MGetConfig                                 src/messages/MGetConfig.h
    EntityName name
    string host
    string device_class
*/
import { MessageType } from '../message-types.js'
import { authEntityCodec } from './auth-entity.js'
import type { MessageCodec } from '../message-codec.js'
import type { AuthEntity } from './auth-entity.js'

/** Asks for the options that apply to an entity; they come as MConfig. */
export interface MGetConfig {
  readonly name: AuthEntity
  /** Of the entity, for options by host; may be ''. */
  readonly host: string
  /** Of an OSD, for options by device class; may be ''. */
  readonly deviceClass: string
}

export const getConfig: MessageCodec<MGetConfig, 'MGetConfig'> = {
  type: MessageType.GetConfig,
  name: 'MGetConfig',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { name, host, deviceClass }, features) {
    authEntityCodec.encode(w, name, features)
    w.string(host).string(deviceClass)
  },
  decode: r => ({
    name: r.field('name', authEntityCodec.decode),
    host: r.field('host', r => r.string()),
    deviceClass: r.field('device_class', r => r.string())
  })
}
