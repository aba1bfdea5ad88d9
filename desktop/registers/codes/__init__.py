"""Code lists (รายการรหัส) as the regional office keeps them."""
