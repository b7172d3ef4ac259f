// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/json/arena.hpp>
#include <syncline/json/codec.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/dialect.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/json/extras.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/limits.hpp>
#include <syncline/json/names.hpp>
#include <syncline/json/raw.hpp>
#include <syncline/json/validate.hpp>
#include <syncline/json/writer.hpp>
