mb_unit_test(exchange_json ROOMS mb_exchange)
