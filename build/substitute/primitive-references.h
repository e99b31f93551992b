// Node-API 8 knows no references to strings, numbers or other primitives; they came with Node-API 10.
// Included before better-sqlite3's own source, this keeps each such value in a tagged object and takes it out again.
#pragma once
#include <node_api.h>

namespace primitive_references {

constexpr napi_type_tag box_tag = {0x4b657964736b426fULL, 0x9a1c5d20e7f34b68ULL};

inline napi_status Create(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_external) {
    return napi_create_reference(env, value, count, result);
  }
  napi_value box;
  if ((status = napi_create_object(env, &box)) != napi_ok) return status;
  if ((status = napi_type_tag_object(env, box, &box_tag)) != napi_ok) return status;
  if ((status = napi_set_element(env, box, 0, value)) != napi_ok) return status;
  return napi_create_reference(env, box, count, result);
}

inline napi_status GetValue(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = napi_get_reference_value(env, reference, result);
  if (status != napi_ok || *result == nullptr) return status;
  napi_valuetype type;
  if ((status = napi_typeof(env, *result, &type)) != napi_ok) return status;
  if (type != napi_object) return napi_ok;
  bool boxed = false;
  if (napi_check_object_type_tag(env, *result, &box_tag, &boxed) != napi_ok || !boxed) return napi_ok;
  return napi_get_element(env, *result, 0, result);
}

}  // namespace primitive_references

#define napi_create_reference primitive_references::Create
#define napi_get_reference_value primitive_references::GetValue
